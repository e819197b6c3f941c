namespace Ccsp.Gateway.Storage;

/// <summary>How the writer treats a command.</summary>
/// <param name="Lane">The queue it waits in.</param>
/// <param name="Failpoint">Its name at the failpoints; null for none.</param>
/// <param name="Weight">Rows it writes, roughly, in units of an ordinary command; bounds the duration of a batch.</param>
internal readonly record struct WriteKind(WriteLane Lane, string? Failpoint = null, int Weight = 1);
