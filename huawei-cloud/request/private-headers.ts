/**
 * Headers by which the node talks to the credential's `authenticate`, which sees nothing of an execution but the request.
 * `authenticate` strips both: they never leave n8n.
 */

const PREFIX = 'x-n8n-huaweicloud-';

/** Milliseconds to add to the local clock when signing, found from the server's clock. */
export const CLOCK_OFFSET_HEADER = `${PREFIX}clock-offset`;

/** Epoch milliseconds: a session obtained before this moment was refused by the service and has to be renewed. */
export const RENEW_TOKEN_BEFORE_HEADER = `${PREFIX}renew-token-before`;
