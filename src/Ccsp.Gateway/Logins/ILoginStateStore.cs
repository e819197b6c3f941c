namespace Ccsp.Gateway.Logins;

/// <summary>Keeps sessions over restarts. Each method is one atomic step.</summary>
internal interface ILoginStateStore
{
    Task<StoredLogins> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes sessions together with what their steps do to gates, with their events, and with the place in the stored
    /// events.</summary>
    /// <param name="seen">What the steps rest on.</param>
    /// <param name="steps">In order; the last one of a profile counts.</param>
    /// <param name="cursor">The last event that was looked at before.</param>
    /// <returns>False when somebody else has written since; then nothing happened.</returns>
    Task<bool> SaveAsync(StoredLogins seen, IReadOnlyList<LoginStep> steps, long cursor, DateTimeOffset now,
        CancellationToken cancellationToken);
}
