// onnxruntime-node fetches libraries for CUDA, some 400 MB, when it is installed on Linux, and npm has no setting that
// says no without a warning. Its install script calls this before anything else; nothing else of it does.
exports.bootstrap = () => process.exit(0);
