namespace Ccsp.Cli.Terminal;

/// <summary>Standard output does not take what is written to it.</summary>
/// <param name="why">What the system says.</param>
/// <param name="isClosed">Its reader has gone, as <c>head</c> goes.</param>
internal sealed class StandardOutputFailure(string stream, string why, bool isClosed)
    : IOException(isClosed ? $"{stream} was closed before everything was written" : $"{stream} cannot be written: {why}")
{
    public bool IsClosed => isClosed;
}
