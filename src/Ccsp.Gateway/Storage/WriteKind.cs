namespace Ccsp.Gateway.Storage;

/// <summary>How a command is treated on its way.</summary>
/// <param name="Lane">Which queue it waits in.</param>
/// <param name="Failpoint">Its name at the failpoints, null for none.</param>
/// <param name="Weight">About how many rows it writes in units of one ordinary command; bounds the time of a batch.</param>
internal readonly record struct WriteKind(WriteLane Lane, string? Failpoint = null, int Weight = 1);
