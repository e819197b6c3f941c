using Ccsp.FakeAgent;

// Plays one species of agent CLI. Which one, and how, is a JSON object: {"species":"lines","count":10}. It comes with --scenario, or it is
// the prompt on stdin. Any other prompt is answered as a well-behaved Claude would.
var scenario = Scenario.Read(args);
return Zoo.Scenarios.TryGetValue(scenario.Name, out var play) ? play(scenario) : Unknown(scenario.Name);

static int Unknown(string scenario)
{
    Console.Error.WriteLine($"no such species: {scenario}; there are {string.Join(' ', Zoo.Scenarios.Keys.Order())}");
    return 64;
}
