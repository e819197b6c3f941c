using System.Text;

namespace Ccsp.Cli.Terminal;

/// <summary>Standard error: where it takes nothing there is nobody left to tell, and the command goes on.</summary>
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
            // Full or closed: the exit code is all that is left to say.
        }
    }
}
