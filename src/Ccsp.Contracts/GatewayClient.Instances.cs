namespace Ccsp.Contracts;

/// <content>Who shares the store.</content>
public sealed partial class GatewayClient
{
    /// <summary>Lists the instances with their figures.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>By id.</returns>
    public Task<InstanceList> GetInstancesAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/api/v1/instances", CcspJson.Wire.InstanceList, cancellationToken);
}
