using Ccsp.Gateway.Notifications.Routing;

namespace Ccsp.Gateway.Notifications.Store;

/// <summary>What routing reads and writes, within one step of a store.</summary>
internal interface IOutboxTable
{
    /// <summary>Notifications that wait or are being sent.</summary>
    int Waiting { get; }

    TopicState? Topic(string channel, string topic);

    void SetTopic(string channel, string topic, TopicState state);

    /// <summary>Ends what waits for a later hour and was never tried.</summary>
    /// <returns>Whether there was any.</returns>
    bool EndObsolete(string channel, string topic, DateTimeOffset now);

    /// <summary>Counts a notice there was no room for.</summary>
    void Refuse(string channel);

    /// <summary>Asked for again, what was given up is tried again; everything else that is known already stays as it is.</summary>
    /// <returns>Whether it is new.</returns>
    bool Insert(string channel, Notice notice, string body, DateTimeOffset dueAt, DateTimeOffset now);

    /// <summary>The last event that was routed.</summary>
    long Cursor { get; }

    /// <summary>It never goes back.</summary>
    void Move(long cursor);
}
