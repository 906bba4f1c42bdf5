import { AIS } from '../../huawei-cloud/errors/codes/ais';
import { APIG, AUTHENTICATION_VARIANTS } from '../../huawei-cloud/errors/codes/apig';
import { IAM_VARIANTS } from '../../huawei-cloud/errors/codes/iam';
import { MODELARTS } from '../../huawei-cloud/errors/codes/modelarts';
import { NETWORK } from '../../huawei-cloud/errors/codes/network';
import {
	OPERATOR,
	stopsBatch,
	type Row,
	type Table,
	type Variant,
} from '../../huawei-cloud/errors/codes/row';
import { STATUS, UNREADABLE } from '../../huawei-cloud/errors/codes/status';

type NamedRow = readonly [name: string, row: Row];

const RETRY: Readonly<Record<Row['retry'], string>> = {
	never: 'no',
	transient: 'yes, after a short wait',
	throttled: 'yes, after the wait that the service asks for',
};

function next(row: Row): string {
	const renews = row.renewsToken ? '; the token of an IAM user is renewed first' : '';
	if (row.retryAfterTells) return 'only where the answer says when (Retry-After)';
	return stopsBatch(row.scope)
		? `no, and the execution sends nothing more${renews}`
		: RETRY[row.retry];
}

const cell = (text: string): string =>
	text
		.replaceAll('|', '\\|')
		.replaceAll('<', '&lt;')
		.replaceAll(OPERATOR, 'Huawei Cloud support (or whoever runs the service)');

const line = ([name, row]: NamedRow): string =>
	`| ${[name, row.meaning, row.remedy, next(row)].map(cell).join(' | ')} |`;

function linesOf([name, row]: NamedRow): string[] {
	const { onPublicEndpoint: onPublic } = row;
	const publicLine: NamedRow[] = onPublic
		? [[`${name}, public service`, { ...row, ...onPublic }]]
		: [];
	return [[name, row] as const, ...publicLine].map(line);
}

const named = (table: Table): NamedRow[] => Object.entries(table);
const variants = (code: string, rows: readonly Variant[]): NamedRow[] =>
	rows.map((row) => [`${code}, ${row.cause}`, row]);

function section(title: string, introduction: string, rows: readonly NamedRow[]): string {
	return [
		`## ${title}`,
		'',
		introduction,
		'',
		'| Code | What the user reads | What to do | Tried again |',
		'| --- | --- | --- | --- |',
		...rows.flatMap(linesOf),
	].join('\n');
}

/** The page of all error codes, in Markdown, as kept in the documentation. */
export function errorCodesPage(): string {
	const sections = [
		section('Image Recognition', 'Codes of the AI services.', named(AIS)),
		section(
			'Inference platform',
			'Codes of the platform that Image Recognition runs on.',
			named(MODELARTS),
		),
		section(
			'API gateway',
			"The same codes come as `APIGW.*` from older gateways. The gateway's text tells the cases of `APIG.0301` apart.",
			[...named(APIG), ...variants('APIG.0301', AUTHENTICATION_VARIANTS)],
		),
		section(
			'IAM',
			'IAM sends a status and a text, and no code of its own.',
			variants('HTTP status of IAM', IAM_VARIANTS),
		),
		section(
			'HTTP statuses',
			'Where an answer has no code of its own. Other statuses count as their class.',
			named(STATUS),
		),
		section(
			"Answers that can't be read",
			'Where something else came than the API sends.',
			named(UNREADABLE),
		),
		section('Network', 'Where no answer came.', named(NETWORK)),
	];
	const title = [
		'# Error codes',
		'',
		'What the node says for each code, and what it does next. A code that is in no table is shown with the text of the service, and treated as its HTTP status.',
		'What users meet most, as they read it: [troubleshooting](troubleshooting.md). When the public service has ended: [leaving the cloud](leaving-the-cloud.md).',
		'This page is written by `node scripts/docs/error-codes.mjs` from the tables in `huawei-cloud/errors/codes`.',
	].join('\n');
	const formatted = ['<!-- prettier-ignore-start -->', ...sections, '<!-- prettier-ignore-end -->'];
	return `${[title, ...formatted].join('\n\n')}\n`;
}
