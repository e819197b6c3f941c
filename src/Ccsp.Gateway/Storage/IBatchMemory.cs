namespace Ccsp.Gateway.Storage;

/// <summary>
/// What the owner of a writer keeps in memory beside the file. It follows the file exactly: a command that is rolled back is taken
/// back here too. All members are called on the writer thread.
/// </summary>
internal interface IBatchMemory
{
    /// <summary>Before a command: the place to return to.</summary>
    int Mark();

    /// <summary>A command was rolled back in the file: take back what it changed here.</summary>
    void RollBackTo(int mark);

    /// <summary>Before the commit: write what is written once per batch.</summary>
    void BeforeCommit();

    /// <summary>The batch is on disk; tell the listeners, before any caller is answered.</summary>
    void Committed();

    /// <summary>The whole batch was rolled back: forget everything and read the file again.</summary>
    void Reload();
}
