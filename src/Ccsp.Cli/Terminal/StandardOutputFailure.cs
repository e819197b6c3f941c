namespace Ccsp.Cli.Terminal;

/// <summary>A write to standard output failed.</summary>
/// <param name="why">The system's message.</param>
/// <param name="isClosed">Whether its reader has closed it, as <c>head</c> does.</param>
internal sealed class StandardOutputFailure(string stream, string why, bool isClosed)
    : IOException(isClosed ? $"{stream} was closed before everything was written" : $"{stream} cannot be written: {why}")
{
    public bool IsClosed => isClosed;
}
