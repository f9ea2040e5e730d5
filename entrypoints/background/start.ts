import { hex } from '../../lib/bytes.ts';
import { openDb } from '../../lib/db/open.ts';
import { fetchCarrier } from '../../lib/route/fetchcarrier.ts';
import type { Webext } from '../../lib/webext.ts';
import { Awake } from './awake.ts';
import type { Background } from './background.ts';
import { keepBadge } from './badge.ts';
import { chooseCarrier } from './carrier.ts';
import { Confirming } from './confirm.ts';
import { confirmParts } from './confirmwindow.ts';
import { Doors } from './doors.ts';
import { tellFeedNews } from './feednews.ts';
import { Frames } from './frames.ts';
import { Health } from './health.ts';
import { HelperLink } from './helperlink.ts';
import { openHome } from './hometab.ts';
import { noteInUse } from './inuse.ts';
import { Local } from './local.ts';
import { Passages } from './passages.ts';
import { BroughtPictures } from './pictures.ts';
import { PostHandles } from './posthandles.ts';
import { Pushes } from './pushes.ts';
import { makeRouter } from './router.ts';
import { makeRoutes } from './routes.ts';
import { isOn, readMark } from './settings.ts';
import { isInTopPage } from './topframe.ts';
import { Visible } from './visible.ts';

const DATABASE = 'peerwall';
const ALARM = 'tick';

/** Starts the background: every listener is there when this returns, as the browser wants it. */
export function startBackground(webext: Webext): void {
  const background = makeBackground(webext);
  const awake = new Awake(webext, background);
  listen(webext, background, awake);
}

function makeBackground(webext: Webext): Background {
  const area = webext.storage.session;
  const random = (): string => hex(crypto.getRandomValues(new Uint8Array(16)));
  const db = openDb(DATABASE);
  const doors = new Doors(webext);
  const helper = new HelperLink(webext);
  const pictures = new BroughtPictures();
  const visible = new Visible(area, Date.now);
  const passages = new Passages(Date.now);
  const carrier = chooseCarrier(() => helper.connected(), fetchCarrier(), doors);
  const { passed } = passages;
  const isVisible = (): Promise<boolean> => visible.any();
  const local = new Local({ db, carrier, pictures, helper, passed, isVisible });
  return {
    webext,
    db,
    local,
    service: () => local.service(),
    carrier,
    doors,
    helper,
    pictures,
    frames: new Frames(area, random),
    posts: new PostHandles(area, random),
    visible,
    health: new Health(area),
    pushes: new Pushes(webext),
    confirming: new Confirming(confirmParts(webext, db, random)),
    passages,
  };
}

function listen(webext: Webext, background: Background, awake: Awake): void {
  const { db, frames, posts, health, confirming, pushes } = background;
  const router = makeRouter({
    self: { id: webext.runtime.id, root: webext.runtime.getURL('') },
    frames,
    routes: makeRoutes(background),
    isInTopPage: (place) => isInTopPage(webext, place),
    welcome: async ({ kind, frame, drop, notice, look }) => {
      const [mark, quiet] = [await readMark(db), await isOn(db, 'quiet')];
      return { kind, frame, drop, notice, look, mark, quiet };
    },
    confirm: (request, args) => confirming.ask(request, args),
  });
  webext.runtime.onMessage.addListener((message: unknown, sender: unknown) => {
    awake.asked();
    return router(message, sender as Parameters<typeof router>[1]);
  });
  webext.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void openHome(webext, 'welcome');
  });
  // the browser's start wakes the background, and so does every minute
  webext.runtime.onStartup.addListener(() => void awake.tick());
  void webext.alarms.create(ALARM, { periodInMinutes: 1 });
  webext.alarms.onAlarm.addListener(() => void awake.tick());
  webext.tabs.onRemoved.addListener((tab) => {
    void frames.pageIs(tab, null);
    void posts.tabGone(tab);
    void health.tabGone(tab);
    void awake.tabGone(tab);
  });
  webext.windows?.onRemoved.addListener((window) => confirming.closed(window));
  keepBadge(webext, db);
  noteInUse(webext, db);
  tellFeedNews(db, pushes, webext.storage.session);
}
