namespace Ccsp.Gateway.Processes;

/// <summary>What a run's process tree has done up to now, whether or not it said anything.</summary>
/// <param name="Children">Living processes besides the CLI itself.</param>
/// <param name="Processor">Processor time of all.</param>
/// <param name="Output">Bytes in both spools, also of a line that has no end yet.</param>
internal sealed record TreeActivity(int Children, TimeSpan Processor, long Output)
{
    /// <summary>Below this share of one processor a process only turns its timers over while it waits.</summary>
    private const double Idle = 0.005;

    /// <summary>Whether anything happened since an earlier sample; a running tool counts.</summary>
    public bool IsAliveSince(TreeActivity earlier, TimeSpan elapsed) =>
        Children > 0 || earlier.Children > 0 || Output != earlier.Output || (Processor - earlier.Processor).Duration() > elapsed * Idle;
}
