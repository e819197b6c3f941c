namespace Ccsp.Gateway.Engines;

/// <summary>How a run relates to its conversation.</summary>
internal enum ConversationStart
{
    /// <summary>A new conversation under the id we chose; the task's prompt is sent.</summary>
    New,

    /// <summary>An earlier conversation that the caller named; the task's prompt is sent.</summary>
    Resume,

    /// <summary>The conversation of an earlier run of this task, which already has the prompt; the CLI is asked to go on.</summary>
    Continue,
}
