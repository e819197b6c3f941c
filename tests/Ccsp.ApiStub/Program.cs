using Ccsp.ApiStub;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

var line = CommandLine.Parse(args);
if (line.Message is not null)
{
    (line.ExitCode == 0 ? Console.Out : Console.Error).WriteLine(line.Message);
    return line.ExitCode;
}

Scenario scenario;
try
{
    scenario = line.ScenarioFile is null ? Scenario.Echo : Scenario.Parse(await File.ReadAllBytesAsync(line.ScenarioFile));
}
catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or FormatException)
{
    Console.Error.WriteLine($"ccsp-apistub: cannot read the scenario {line.ScenarioFile}: {ex.Message}");
    return 2;
}

await using var app = StubApp.Build(line.Port, scenario);
try
{
    await app.StartAsync();
}
catch (IOException ex)
{
    Console.Error.WriteLine($"ccsp-apistub: cannot listen on 127.0.0.1:{line.Port}: {ex.Message}");
    return 1;
}

var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
Console.WriteLine($"listening on {address}");
await app.WaitForShutdownAsync();
return 0;
