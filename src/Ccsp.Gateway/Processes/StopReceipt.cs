namespace Ccsp.Gateway.Processes;

/// <summary>What a stop did.</summary>
/// <param name="SignalsSent">In order: INT, TERM, KILL. KILL stands for the whole tree, the others for the CLI alone.</param>
/// <param name="Survivors">Process ids that outlived even the kill (stuck in the kernel); empty when the tree is verified empty.</param>
/// <param name="Elapsed">From the call to the verified end.</param>
internal sealed record StopReceipt(IReadOnlyList<string> SignalsSent, IReadOnlyList<int> Survivors, TimeSpan Elapsed);
