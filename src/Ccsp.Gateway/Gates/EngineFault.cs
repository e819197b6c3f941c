namespace Ccsp.Gateway.Gates;

/// <summary>Whether an ending blames the engine.</summary>
internal enum EngineFault
{
    /// <summary>Nothing: the run is the task's own.</summary>
    None,

    /// <summary>It died at once without a word, or its program could not be run, which may have been the task's doing. Several tasks in a
    /// row decide.</summary>
    Suspected,

    /// <summary>Its program cannot run, whatever the task.</summary>
    Certain,
}
