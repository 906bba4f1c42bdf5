/** libjpeg-turbo as WebAssembly; the bundler puts its bytes in place of the import. */
declare module '@cwasm/jpeg-turbo/jpeg-turbo.wasm' {
	const bytes: Uint8Array;
	export default bytes;
}

/** The little of WebAssembly's JavaScript interface that is used; Node's types leave it out. */
declare namespace WebAssembly {
	interface Module {
		readonly brand: 'module';
	}
	interface Memory {
		readonly buffer: ArrayBuffer;
	}
	function compile(bytes: Uint8Array): Promise<Module>;
	class Instance {
		constructor(module: Module, imports: Record<string, Record<string, () => number>>);
		readonly exports: unknown;
	}
}
