using System.Runtime.InteropServices;

namespace Ccsp.Cli.Terminal;

/// <summary>Reads the inherited descriptor. The console's own stream switches a terminal into application mode.</summary>
internal sealed partial class StandardInputReader : Stream
{
    private const int Descriptor = 0;
    private const int Interrupted = 4;
    private const int Again = 11;
    private const short Readable = 1;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <returns>Empty when this process was started without one.</returns>
    public static Stream Open() => StandardDescriptors.IsOpen(Descriptor) ? new StandardInputReader() : Null;

    public override unsafe int Read(Span<byte> buffer)
    {
        while (true)
        {
            nint read;
            fixed (byte* start = buffer)
                read = ReadFrom(Descriptor, start, (nuint)buffer.Length);
            if (read >= 0)
                return (int)read;
            WaitOrThrow(Marshal.GetLastPInvokeError());
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>The parent may have made the pipe non-blocking; then wait for input.</summary>
    private static void WaitOrThrow(int error)
    {
        if (error == Again)
        {
            var asked = new PollRequest { Descriptor = Descriptor, Events = Readable };
            _ = PollRequest.Poll(ref asked, 1, -1);
        }
        else if (error != Interrupted)
        {
            throw new IOException($"standard input cannot be read: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static unsafe partial nint ReadFrom(int descriptor, byte* bytes, nuint count);
}
