/** A request as the server got it. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One thing the page's own script noticed: `type` is the DOM event's name, or `request`, `foreign`, `draft`. */
export interface RecordedEvent {
  readonly type: string;
  /** The character or name of a key. */
  readonly key?: string;
  /** Text that reached the page: typed, pasted, selected, written into an editor, or standing in a foreign element. */
  readonly text?: string;
  /** Tag, role and label of the event's target. */
  readonly target?: string;
  readonly at?: number;
}

/** Everything "Facebook" got to know of its visitor. */
export interface Recorder {
  /** All text it got, from keys, events, drafts and requests, as one string to search in. */
  words(): string;
  events(): readonly RecordedEvent[];
  requests(): readonly RecordedRequest[];
  clear(): void;
}

/** The recorder and the two doors through which the server fills it. */
export interface RecorderStore extends Recorder {
  addRequest(request: RecordedRequest): void;
  /** @param body JSON array of events; anything else is kept as one event's text */
  addLog(body: string): void;
}

/** Makes an empty recorder. */
export function makeRecorder(): RecorderStore {
  let events: RecordedEvent[] = [];
  let requests: RecordedRequest[] = [];
  return {
    words: () => [typed(events), ...texts(events), ...requests.map(wordsOf)].join('\n'),
    events: () => events,
    requests: () => requests,
    clear: () => {
      events = [];
      requests = [];
    },
    addRequest: (request) => requests.push(request),
    addLog: (body) => events.push(...parse(body)),
  };
}

// Two streams: keys as they went down, and as characters; a listener may have swallowed one of them.
function typed(events: readonly RecordedEvent[]): string {
  return ['keydown', 'keypress', 'keyup']
    .map((type) =>
      events
        .filter((event) => event.type === type)
        .map(({ key = '' }) => (key.length === 1 ? key : key === 'Enter' ? '\n' : ''))
        .join(''),
    )
    .join('\n');
}

function texts(events: readonly RecordedEvent[]): string[] {
  return events.flatMap(({ text, target }) => [text ?? '', target ?? '']).filter((text) => text !== '');
}

function wordsOf({ path, body, headers }: RecordedRequest): string {
  return [path, readable(path), body, readable(body), headers.referer ?? ''].join('\n');
}

function readable(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    return encoded;
  }
}

function parse(body: string): RecordedEvent[] {
  try {
    const list: unknown = JSON.parse(body);
    if (Array.isArray(list)) return list.filter((one) => typeof one?.type === 'string');
  } catch {}
  return [{ type: 'unreadable', text: body }];
}
