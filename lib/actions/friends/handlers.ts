import { onAccept } from './onaccept.ts';
import { onAddress } from './onaddress.ts';
import { onContact } from './oncontact.ts';
import { onRequest } from './onrequest.ts';

/** What the events between people who become or are Friends do. */
export const friendHandlers = {
  request: onRequest,
  accept: onAccept,
  contact: onContact,
  address: onAddress,
};
