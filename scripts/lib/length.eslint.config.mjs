import tseslint from 'typescript-eslint';

/**
 * How long a file of the product may be. A run of ESLint of its own, since n8n's strict mode wants the package's
 * configuration to be its own and nothing else.
 */
export default tseslint.config(
	{
		files: ['**/*.ts'],
		languageOptions: { parser: tseslint.parser },
		linterOptions: { reportUnusedDisableDirectives: 'off' },
		rules: { 'max-lines': ['error', 200] },
	},
	// n8n wants a credential's fields in one file.
	{ files: ['credentials/*.ts'], rules: { 'max-lines': ['error', 250] } },
);
