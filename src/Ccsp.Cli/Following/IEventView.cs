using Ccsp.Contracts;

namespace Ccsp.Cli.Following;

/// <summary>Shows the events of a task as they arrive.</summary>
internal interface IEventView
{
    void Show(EventEnvelope received);

    /// <summary>No more events follow.</summary>
    void Finish();
}
