import { mount } from 'svelte';
import { openDb } from '../../lib/db/open.ts';
import Home from '../../lib/ui/home/Home.svelte';
import { Decoder } from '../../lib/ui/photos/decoder.ts';
import { Pictures } from '../../lib/ui/photos/pictures.ts';
import { send } from '../../lib/ui/send.ts';
import { webext } from '../../lib/webext.ts';

const target = document.getElementById('app');
const db = openDb('peerwall');
const pictures = new Pictures(db, send, new Decoder(webext.runtime.getURL('/decoder.html')));
if (target !== null) mount(Home, { target, props: { db, send, pictures } });
