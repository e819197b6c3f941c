using Ccsp.FakeAgent;

// Plays one species of agent CLI. Which one, and how, is a JSON object: {"species":"lines","count":10}. It comes with --scenario, or it is
// the prompt on stdin. Any other prompt is answered as a well-behaved Claude would.
var scenario = Scenario.Read(args);
return Zoo.Species.TryGetValue(scenario.Species, out var play) ? play(scenario) : Unknown(scenario.Species);

static int Unknown(string species)
{
    Console.Error.WriteLine($"no such species: {species}; there are {string.Join(' ', Zoo.Species.Keys.Order())}");
    return 64;
}
