namespace Ccsp.Contracts;

/// <content>Acting on everything at once.</content>
public sealed partial class GatewayClient
{
    /// <summary>Stops everything.</summary>
    /// <param name="order">Why, and how far.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer; the stop goes on.</param>
    /// <returns>The receipt as far as it is written; <see cref="GetEmergencyStopAsync"/> tells the rest.</returns>
    public Task<EmergencyView> OrderEmergencyStopAsync(EmergencyOrder order, CancellationToken cancellationToken = default) =>
        SendAsync(
            Request.With(HttpMethod.Post, "/api/v1/emergency-stop", repeatable: true, order, CcspJson.Wire.EmergencyOrder),
            CcspJson.Wire.EmergencyView, cancellationToken);

    /// <summary>Reads the emergency stop, with the plan of a clear while it stands.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The one that stands, or the receipt of the last one.</returns>
    public Task<EmergencyView> GetEmergencyStopAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/api/v1/emergency-stop", CcspJson.Wire.EmergencyView, cancellationToken);

    /// <summary>Lets tasks start again.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The receipt of the stop that ended.</returns>
    public Task<EmergencyView> ClearEmergencyStopAsync(CancellationToken cancellationToken = default) =>
        SendAsync(new Request(HttpMethod.Delete, "/api/v1/emergency-stop", Repeatable: true), CcspJson.Wire.EmergencyView,
        cancellationToken);

    /// <summary>Runs all ended tasks again that a filter names, or only counts them.</summary>
    /// <param name="order">Which.</param>
    /// <param name="cancellationToken">Gives up; what was retried until then stays so.</param>
    /// <returns>How many it were.</returns>
    public Task<RetryReceipt> RetryManyAsync(RetryOrder order, CancellationToken cancellationToken = default) =>
        SendAsync(
            Request.With(HttpMethod.Post, "/api/v1/tasks/retry", repeatable: false, order, CcspJson.Wire.RetryOrder) with
            {
                ExtraTime = TimeSpan.FromMinutes(10),
            },
            CcspJson.Wire.RetryReceipt,
            cancellationToken);
}
