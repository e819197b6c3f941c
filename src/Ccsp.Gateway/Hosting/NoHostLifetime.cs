namespace Ccsp.Gateway.Hosting;

/// <summary>
/// Replaces the host's own, which would end the gateway on QUIT as on TERM: INT and TERM reach the process that started the gateway, <see
/// cref="GatewaySignals"/> handles the others.
/// </summary>
internal sealed class NoHostLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
