using Payments.Benchmarks;

// Without arguments: measures everything and writes the table into the README. With "growth": how cost grows, into the other
// table. The first two are what the measurements start as processes of their own.
return args switch
{
    ["serve"] => await StripeServer.RunAsync(),
    ["start", var host] => ColdStart.Run(host),
    ["create"] => await InTurn.PrintAsync(),
    ["growth", .. var most] => await GrowthSuite.RunAsync(most),
    [] => await Suite.RunAsync(),
    _ => Suite.RunSome(args),
};
