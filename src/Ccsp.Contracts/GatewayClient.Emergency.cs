namespace Ccsp.Contracts;

/// <content>Acting on everything at once.</content>
public sealed partial class GatewayClient
{
    /// <summary>Orders an emergency stop.</summary>
    /// <param name="order">Its reason and level.</param>
    /// <param name="cancellationToken">Stops waiting for the answer; the stop continues.</param>
    /// <returns>The receipt so far; <see cref="GetEmergencyStopAsync"/> returns the rest.</returns>
    public Task<EmergencyView> OrderEmergencyStopAsync(EmergencyOrder order, CancellationToken cancellationToken = default) =>
        SendAsync(
            Request.With(HttpMethod.Post, "/api/v1/emergency-stop", repeatable: true, order, CcspJson.Wire.EmergencyOrder),
            CcspJson.Wire.EmergencyView, cancellationToken);

    /// <summary>Reads the emergency stop, while it is in force with the plan of a clear.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The stop in force, or the receipt of the last one.</returns>
    public Task<EmergencyView> GetEmergencyStopAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/api/v1/emergency-stop", CcspJson.Wire.EmergencyView, cancellationToken);

    /// <summary>Clears the emergency stop, so that tasks start again.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The receipt of the ended stop.</returns>
    public Task<EmergencyView> ClearEmergencyStopAsync(CancellationToken cancellationToken = default) =>
        SendAsync(new Request(HttpMethod.Delete, "/api/v1/emergency-stop", Repeatable: true), CcspJson.Wire.EmergencyView,
        cancellationToken);

    /// <summary>Retries all ended tasks that match a filter, or only counts them.</summary>
    /// <param name="order">The filter.</param>
    /// <param name="cancellationToken">Cancels the call; tasks retried until then stay so.</param>
    /// <returns>Their number.</returns>
    public Task<RetryReceipt> RetryManyAsync(RetryOrder order, CancellationToken cancellationToken = default) =>
        SendAsync(
            Request.With(HttpMethod.Post, "/api/v1/tasks/retry", repeatable: false, order, CcspJson.Wire.RetryOrder) with
            {
                ExtraTime = TimeSpan.FromMinutes(10),
            },
            CcspJson.Wire.RetryReceipt,
            cancellationToken);
}
