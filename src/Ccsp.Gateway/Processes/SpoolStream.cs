namespace Ccsp.Gateway.Processes;

/// <summary>Which of the two output files of a run.</summary>
internal enum SpoolStream
{
    Stdout,
    Stderr,
}
