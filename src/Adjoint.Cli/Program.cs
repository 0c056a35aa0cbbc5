using Adjoint.Cli;

return CommandLine.Run(args);
