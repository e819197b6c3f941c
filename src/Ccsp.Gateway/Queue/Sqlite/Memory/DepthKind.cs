namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>The numeric values are stored in the file.</summary>
internal enum DepthKind
{
    /// <summary>Every state, also the ended ones.</summary>
    State,

    /// <summary>Not ended, by class served in.</summary>
    Class,

    /// <summary>Ready, by class.</summary>
    Ready,

    /// <summary>Held, blocked or scheduled, by class.</summary>
    Waiting,

    /// <summary>Not ended, by agent.</summary>
    Agent,

    /// <summary>Not ended, by group.</summary>
    Group,
}
