const megabytes = (count: number) => String(count * 1024 * 1024);

/**
 * Settings of glibc for a process that decodes pictures, as environment variables: its many arenas would hold on to
 * the memory of past pictures; by default, most of a picture's memory is given back and asked for again with each.
 */
export const WORKER_MEMORY = {
	MALLOC_ARENA_MAX: '2',
	MALLOC_TRIM_THRESHOLD_: megabytes(64),
	MALLOC_MMAP_THRESHOLD_: megabytes(16),
};
