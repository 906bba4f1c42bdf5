import { createHash } from 'node:crypto';
import type { Account } from '../../config/account-schema';

/** Accounts and users are configured by name; clients expect an ID, so one is made from it. */
export function idOf(name: string): string {
	return createHash('sha256').update(name).digest('hex').slice(0, 32);
}

/** The ID of an account, which is a *domain* in IAM's words. */
export function accountId(account: Account): string {
	return idOf(account.name);
}
