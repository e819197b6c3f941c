namespace Ccsp.Gateway.Processes;

/// <summary>The two output files of a run.</summary>
internal enum SpoolStream
{
    Stdout,
    Stderr,
}
