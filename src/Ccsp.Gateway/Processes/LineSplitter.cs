namespace Ccsp.Gateway.Processes;

/// <summary>
/// Splits a stream of bytes into lines, independent of chunk borders. Keeps one line of at most <c>cap</c> bytes; of a longer one it keeps
/// the beginning and counts the rest. Read into <see cref="Free"/>, call <see cref="Advance"/>, then take lines until there are none.
/// </summary>
/// <param name="cap">Bytes kept of a line; the rest is cut.</param>
/// <param name="offset">Spool offset of the first byte.</param>
/// <param name="readAhead">Bytes read beyond the cap at a time while an overlong line is skipped.</param>
internal sealed class LineSplitter(int cap, long offset, int readAhead = LineSplitter.DefaultReadAhead)
{
    private const int DefaultReadAhead = 64 * 1024;
    private const int FirstSize = 16 * 1024;

    /// <summary>A buffer larger than this is released after its line.</summary>
    private const int KeptSize = 1024 * 1024;

    private byte[] _buffer = new byte[Math.Min(FirstSize, cap + readAhead)];
    private int _start, _searched, _filled;
    private long _offset = offset;
    private long _dropped;

    /// <summary>Never empty; call it only after all lines were taken.</summary>
    public Memory<byte> Free
    {
        get
        {
            if (_start > 0) MoveToFront();
            if (_filled == _buffer.Length) GrowBuffer();
            return _buffer.AsMemory(_filled);
        }
    }

    public void Advance(int count) => _filled += count;

    public bool TryTake(out SpoolLine line)
    {
        var found = _buffer.AsSpan(_searched, _filled - _searched).IndexOf((byte)'\n');
        if (found < 0)
        {
            _searched = _filled;
            line = default;
            return false;
        }
        var end = _searched + found;
        line = Take(end, lineEnd: 1);
        return true;
    }

    /// <summary>The bytes after the last line ending, once no more will come.</summary>
    public bool TryTakeRest(out SpoolLine line)
    {
        line = default;
        if (_filled == _start && _dropped == 0) return false;
        line = Take(_filled, lineEnd: 0);
        return true;
    }

    private SpoolLine Take(int end, int lineEnd)
    {
        // Bytes after a dropped part belong to the tail; the line is only the first bytes up to the cap.
        var head = _dropped > 0 ? _start + cap : end;
        var cut = _dropped > 0 || end - _start > cap;
        if (cut) head = Math.Min(head, _start + cap);
        else if (lineEnd == 1 && head > _start && _buffer[head - 1] == '\r') head--;
        var next = _offset + (end - _start) + _dropped + lineEnd;
        var line = new SpoolLine(_buffer.AsMemory(_start, head - _start), _offset, next, cut);
        _offset = next;
        _dropped = 0;
        _start = _searched = end + lineEnd;
        return line;
    }

    private void MoveToFront()
    {
        var left = _buffer.AsSpan(_start, _filled - _start);
        var target = _buffer.Length > KeptSize && left.Length <= FirstSize ? new byte[Math.Min(FirstSize, cap + readAhead)] : _buffer;
        left.CopyTo(target);
        (_buffer, _start, _searched, _filled) = (target, 0, _searched - _start, left.Length);
    }

    private void GrowBuffer()
    {
        if (_buffer.Length < cap + readAhead)
        {
            Array.Resize(ref _buffer, (int)Math.Min((long)_buffer.Length * 2, cap + readAhead));
            return;
        }
        // Full without a line ending: keep the beginning; the rest was searched and is only counted.
        _dropped += _filled - cap;
        _filled = _searched = cap;
    }
}
