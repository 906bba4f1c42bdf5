import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Tests and scripts run on developers' machines: strict TypeScript, without the rules for n8n Cloud. */
export default tseslint.config(
	{ ignores: ['**/node_modules', 'n8n-1.x'] },
	js.configs.recommended,
	tseslint.configs.strict,
	{
		files: ['**/*.{js,cjs,mjs,ts}'],
		languageOptions: { globals: { ...globals.node, ...globals.jest } },
		rules: {
			// A test that meets nothing where something was expected may as well fail there.
			'@typescript-eslint/no-non-null-assertion': 'off',
			'@typescript-eslint/no-dynamic-delete': 'off',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
			],
			'max-lines': ['error', 250],
		},
	},
	{
		// A list of cases that falls apart when cut: one session, batch or answer per way in which it ends.
		files: [
			'huawei-cloud/iam/session.test.ts',
			'huawei-cloud/errors/classify.test.ts',
			'engine/authentication-batch.test.ts',
		],
		rules: { 'max-lines': 'off' },
	},
);
