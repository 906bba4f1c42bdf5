import tseslint from 'typescript-eslint';

export default tseslint.config(
	{ ignores: ['dist/', 'models/', 'node_modules/', 'scripts/', '*.mjs'] },
	...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['src/**/*.ts'] })),
	{
		files: ['src/**/*.ts'],
		languageOptions: {
			parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			// Numbers and booleans read well in a template.
			'@typescript-eslint/restrict-template-expressions': [
				'error',
				{ allowNumber: true, allowBoolean: true },
			],
			'@typescript-eslint/no-confusing-void-expression': 'off',
			// Event listeners may be async when they catch their own errors.
			'@typescript-eslint/no-misused-promises': [
				'error',
				{ checksVoidReturn: { arguments: false } },
			],
			// Fastify's hooks are told apart by being async.
			'@typescript-eslint/require-await': 'off',
		},
	},
	{
		files: ['src/engine/**/*.ts'],
		rules: {
			// Loops over tensors and pixels keep their indices in bounds by construction.
			'@typescript-eslint/no-non-null-assertion': 'off',
			// Math's functions need no `this`.
			'@typescript-eslint/unbound-method': 'off',
		},
	},
	...tseslint.configs.strict.map((config) => ({ ...config, files: ['test/**/*.ts'] })),
	{
		files: ['test/**/*.ts'],
		rules: {
			// A test that meets nothing where something was expected may as well fail there.
			'@typescript-eslint/no-non-null-assertion': 'off',
			'@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_' }],
		},
	},
);
