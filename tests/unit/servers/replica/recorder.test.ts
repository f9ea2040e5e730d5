import { expect, it } from 'vitest';
import { makeRecorder } from '../../../../servers/replica/recorder.ts';

const keys = (type: string, ...all: string[]) => JSON.stringify(all.map((key) => ({ type, key })));

it('joins single keys to words, whichever of the three key events got through', () => {
  for (const type of ['keydown', 'keypress', 'keyup']) {
    const recorder = makeRecorder();
    recorder.addLog(keys(type, 'h', 'Shift', 'e', 'r', 'o', 'n'));
    expect(recorder.words()).toContain('heron');
  }
});

it('finds words in a request’s address, body and referer, encoded or not', () => {
  const recorder = makeRecorder();
  const headers = { referer: 'https://www.facebook.com/?q=kite' };
  recorder.addRequest({ method: 'POST', path: '/a?b=grey%20heron', headers, body: 'text=white+stork%21' });
  for (const word of ['grey heron', 'white stork!', 'kite']) expect(recorder.words()).toContain(word);
});

it('keeps a log it cannot read as text, and nothing after clear', () => {
  const recorder = makeRecorder();
  recorder.addLog('not json, but words');
  recorder.addLog('[1, null, {"type": "copy", "text": "osprey"}]');
  expect(recorder.words()).toContain('not json, but words');
  expect(recorder.events().at(-1)).toEqual({ type: 'copy', text: 'osprey' });
  recorder.clear();
  expect(recorder.words().trim()).toBe('');
  expect(recorder.requests()).toEqual([]);
});
