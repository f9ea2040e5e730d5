import { setState, state } from './store.js';

/**
 * Asks the server as Facebook's page does: a form to one address.
 * @param {string} doc which query
 * @param {Record<string, string | number>} variables
 */
export async function ask(doc, variables) {
  const body = new URLSearchParams({ av: '100000000000001', doc });
  for (const [name, value] of Object.entries(variables)) body.set(name, String(value));
  const response = await fetch('/api/graphql/', { method: 'POST', body });
  return response.json();
}

/** Gets the next ten units of the feed, unless it is at its end or already asking. */
export async function moreStories() {
  if (state.loading || (state.total > 0 && state.stories.length >= state.total)) return;
  setState({ loading: true });
  const { stories, total } = await ask('feed', { from: state.stories.length });
  setState({ stories: [...state.stories, ...stories], total, loading: false });
}

/** Publishes through Facebook itself and puts the post on top of the feed. @param {string} text */
export async function publish(text) {
  const { story } = await ask('post', { text });
  setState({ layer: null, stories: [story, ...state.stories], total: state.total + 1 });
}

/** Saves what stands in Facebook's own editor, as the real one does while one writes. @param {string} text */
export function saveDraft(text) {
  fetch('/ajax/draft', { method: 'POST', body: new URLSearchParams({ text }) }).catch(() => {});
}
