namespace Ccsp.Gateway.Processes;

/// <summary>Activity of a run's process tree so far, whether or not it wrote output.</summary>
/// <param name="Children">Living processes besides the CLI itself.</param>
/// <param name="Processor">Processor time of all processes.</param>
/// <param name="Output">Bytes in both spools, including an unfinished line.</param>
internal sealed record TreeActivity(int Children, TimeSpan Processor, long Output)
{
    /// <summary>Below this share of one processor a process only runs its timers while it waits.</summary>
    private const double Idle = 0.005;

    /// <summary>Whether anything happened since an earlier sample; a running tool counts.</summary>
    public bool IsAliveSince(TreeActivity earlier, TimeSpan elapsed) =>
        Children > 0 || earlier.Children > 0 || Output != earlier.Output || (Processor - earlier.Processor).Duration() > elapsed * Idle;
}
