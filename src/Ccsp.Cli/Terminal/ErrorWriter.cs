using System.Text;

namespace Ccsp.Cli.Terminal;

/// <summary>Standard error; write failures are ignored, because they cannot be reported.</summary>
internal sealed class ErrorWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (StandardOutputFailure)
        {
            // Full or closed: only the exit code is left.
        }
    }
}
