"""Errors of the operating system, said to the person at the keyboard."""

import errno

from definitions.sentences import Sentence, sentence, shortened


def io_problem(error: OSError) -> Sentence:
    """An error of the operating system as a sentence for the person at the keyboard."""
    text = _IO.get(error.errno or 0, "{file} cannot be read or written: {reason}.")
    named = error.filename
    file = sentence("The output") if named is None else shortened(str(named))
    return Sentence(text, {"file": file, "reason": error.strerror or str(error)})


_IO = {
    errno.ENOENT: sentence("{file} does not exist.").text,
    errno.EBADF: sentence("{file} is closed.").text,
    errno.EACCES: sentence("{file} may not be read or written by this account.").text,
    errno.EISDIR: sentence("{file} is a folder, not a file.").text,
    errno.ENOTDIR: sentence("{file} lies in something that is not a folder.").text,
    errno.EEXIST: sentence("{file} exists already and is not overwritten.").text,
    errno.ELOOP: sentence("{file} is a link; links are not followed here.").text,
    errno.ENOSPC: sentence("{file}: there is no space left.").text,
    errno.EROFS: sentence("{file} lies on a read-only file system.").text,
    0: sentence("{file} cannot be read or written: {reason}.").text,
}
