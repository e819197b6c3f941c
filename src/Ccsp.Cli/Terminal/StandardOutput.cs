using System.Runtime.InteropServices;

namespace Ccsp.Cli.Terminal;

/// <summary>
/// Writes to an inherited descriptor and reports failures. The console's own stream takes a closed pipe for success, so a lost answer would
/// exit with 0.
/// </summary>
internal sealed partial class StandardOutput(int descriptor) : Stream
{
    private const int Interrupted = 4;
    private const int BadDescriptor = 9;
    private const int Again = 11;
    private const int BrokenPipe = 32;
    private const short Writable = 4;

    private readonly bool _isOpen = StandardDescriptors.IsOpen(descriptor);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        if (!_isOpen)
            WaitOrThrow(BadDescriptor);
        while (!buffer.IsEmpty)
        {
            nint written;
            fixed (byte* start = buffer)
                written = WriteTo(descriptor, start, (nuint)buffer.Length);
            if (written >= 0)
                buffer = buffer[(int)written..];
            else
                WaitOrThrow(Marshal.GetLastPInvokeError());
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>The parent may have made the pipe non-blocking; then wait for space.</summary>
    private void WaitOrThrow(int error)
    {
        if (error == Again)
        {
            var asked = new PollRequest { Descriptor = descriptor, Events = Writable };
            _ = PollRequest.Poll(ref asked, 1, -1);
        }
        else if (error != Interrupted)
        {
            throw new StandardOutputFailure(
                descriptor == 2 ? "standard error" : "standard output", Marshal.GetPInvokeErrorMessage(error), error == BrokenPipe);
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint WriteTo(int descriptor, byte* bytes, nuint count);
}
