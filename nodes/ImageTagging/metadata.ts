/** Bundled as a file of its own, which is loaded when tags are to be written into a file. */
export { writeTags } from '../../images/metadata/write-tags';
