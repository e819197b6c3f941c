namespace Ccsp.Gateway.Hosting;

/// <summary>In place of the host's own, which would end the gateway on QUIT as on TERM: who started the gateway hears INT and TERM,
/// <see cref="GatewaySignals"/> the others.</summary>
internal sealed class NoHostLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
