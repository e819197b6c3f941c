namespace Ccsp.Gateway.Storage;

/// <summary>
/// In-memory state that mirrors the file exactly: a command rolled back in the file is rolled back here too. All members are called on the
/// writer thread.
/// </summary>
internal interface IBatchMemory
{
    /// <summary>Before a command: returns the position for a rollback.</summary>
    int Mark();

    /// <summary>A command was rolled back in the file: undo its changes.</summary>
    void RollBackTo(int mark);

    /// <summary>Before the commit: write what is written once per batch.</summary>
    void BeforeCommit();

    /// <summary>The batch is on disk: publish its events before any caller is answered.</summary>
    void Committed();

    /// <summary>The whole batch was rolled back: reload from the file.</summary>
    void Reload();
}
