/** Bundled as a file of its own, which is loaded when a picture is to be drawn or shrunk. */
export * from '../../images/pictures';
