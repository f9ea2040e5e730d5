import type { Webext } from '../../lib/webext.ts';

type Api = Pick<Webext, 'tabs' | 'windows' | 'runtime'>;

/** Shows Home at one of its places (`friends`, `post/<drop>`): in the tab it has already, else in a new one. */
export async function openHome({ tabs, windows, runtime }: Api, route: string): Promise<void> {
  const home = runtime.getURL('home.html');
  const url = route === '' ? home : `${home}#${route}`;
  const [open] = (await tabs.query({})).filter((tab) => tab.url?.startsWith(home));
  if (open?.id === undefined) {
    await tabs.create({ url });
    return;
  }
  await tabs.update(open.id, { active: true, url });
  if (open.windowId !== undefined) await windows?.update(open.windowId, { focused: true });
}
