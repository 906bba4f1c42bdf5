/** What needs codecs: loaded only when a picture is to be drawn or shrunk. */
export { annotate, type AnnotateOptions, type Picture } from './annotate';
export type { AnnotationTag, BoundingBox } from './drawing/tags';
export { PictureError } from './errors';
export { shrinkToFit, type ShrunkPicture } from './shrink';
