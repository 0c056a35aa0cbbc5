using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;
using Adjoint.Analysis.Proofs;
using Adjoint.Analysis.Refutation;
using Adjoint.Cli.Output;
using Adjoint.Language;

namespace Adjoint.Cli.Verdicts;

/// <summary>Prints verdicts for a reader: what is so, then why.</summary>
internal static class AnswerText
{
    /// <summary>Prints an answer.</summary>
    /// <param name="text">The expression as it was written.</param>
    /// <param name="answer">The verdicts.</param>
    public static void Print(string text, Answer answer)
    {
        string names = string.Join(", ", answer.Question.Moving.Select(variable => variable.Name));
        Terminal.Print($"{text}, in {names}");
        if (answer.Question.Expression.Shape.Size != 1)
        {
            Terminal.Print($"  of shape {answer.Question.Expression.Shape}: judged entry by entry");
        }

        Terminal.Print($"  domain: {answer.Convexity.Domain}");
        Print(answer.Linearity, answer.Question.Expression);
        Print(answer.Convexity, answer.Question.Expression);
        Print(answer.Descent);
    }

    /// <summary>Prints what runs of gradient descent did.</summary>
    public static void Print(Demonstration demonstration, string picture)
    {
        Terminal.Print("");
        Terminal.Print($"demonstration, with {Wording.Of(demonstration.Fixed)}");
        foreach (DescentCurve curve in demonstration.Curves)
        {
            Terminal.Print($"  {curve.Label} (step {Wording.Of(curve.Step)}): {Wording.Of(curve.Losses[0])} → {Wording.Of(curve.Losses[^1])} in {curve.Losses.Count - 1} iterations, ends at {Wording.Of(curve.End)}");
        }

        Terminal.Print($"plotted in {picture}");
    }

    private static void Print(LinearityVerdict verdict, Graph.Expr whole)
    {
        Terminal.Print("");
        Terminal.Print($"linear? {Wording.Of(verdict.Verdict)}");
        if (verdict.Counterexample is LinearityCounterexample example)
        {
            bool atZero = verdict.Verdict == Linearity.Affine;
            Terminal.Print(atZero ? "  it is not zero where what moves is zero:" : "  it is not affine on this line:");
            if (!atZero)
            {
                Terminal.Print($"    u: {Wording.Of(example.U)}");
                Terminal.Print($"    v: {Wording.Of(example.V)}");
            }

            Terminal.Print($"    with {Wording.Of(example.Fixed)}");
            Terminal.Print(atZero
                ? $"    f(0) = {First(example.Left)}"
                : $"    f(αu + (1 − α)v) = {First(example.Left)}, αf(u) + (1 − α)f(v) = {First(example.Right)}, α = {Wording.Of(example.Alpha)}");
        }

        Print(verdict.Verdict == Linearity.Nonlinear ? null : verdict.Proof);
        Print(verdict.Obstacle, verdict.Tried, whole);
    }

    private static void Print(ConvexityVerdict verdict, Graph.Expr whole)
    {
        Terminal.Print("");
        string bend = verdict.Bend is Bend.Convex or Bend.Unknown ? "" : verdict.Bend == Bend.None ? " (neither convex nor concave)" : $" ({Wording.Of(verdict.Bend)})";
        Terminal.Print($"convex? {Wording.Of(verdict.Verdict)}{bend}");
        if (verdict.Counterexample is ConvexityCounterexample example)
        {
            Terminal.Print($"  half way from a to b {(example.Entry.Count == 0 ? "it" : $"entry [{string.Join(", ", example.Entry)}]")} lies above the chord:");
            Terminal.Print($"    a: {Wording.Of(example.A)}");
            Terminal.Print($"    b: {Wording.Of(example.B)}");
            Terminal.Print($"    with {Wording.Of(example.Fixed)}");
            Terminal.Print($"    at a {Wording.Of(example.AtA)}, at b {Wording.Of(example.AtB)}, half way {Wording.Of(example.AtMix)}: above the chord by {Wording.Of(example.Violation)}");
        }

        Print(verdict.Proof);
        Print(verdict.Obstacle, verdict.Tried, whole);
    }

    private static void Print(ConvergenceVerdict verdict)
    {
        Terminal.Print("");
        string attained = verdict.Verdict != DescentGuarantee.GlobalMinimum ? "" : verdict.Attained switch
        {
            true => ", which is attained",
            false => ", which is not attained",
            _ => "; whether a minimiser exists is not known",
        };
        Terminal.Print($"does gradient descent reach the global minimum? {Wording.Of(verdict.Verdict)}{attained}");
        Graph.Expr? about = null;
        foreach (ConvergenceStep step in verdict.Steps)
        {
            if (step.Expression != about)
            {
                Terminal.Print($"  {Wording.Of(step.Expression)}");
            }

            about = step.Expression;
            Terminal.Print($"    {step.Gives} — {step.Rule}: {step.Because}");
        }

        if (verdict.Numbers is ConvergenceNumbers numbers)
        {
            Terminal.Print($"  L = {Wording.Of(numbers.Lipschitz)}: {numbers.Certificate}");
            Terminal.Print($"  every step below 2/L = {Wording.Of(numbers.StepBelow)}; recommended {Wording.Of(numbers.Step)}");
            Terminal.Print($"  strong convexity {(numbers.StrongConvexity is double strong ? Wording.Of(strong) : "unknown")}, rate {(numbers.Rate is double rate ? Wording.Of(rate) : "slower than geometric, or unknown")}"
                + (numbers.Iterations(1e-6) is long iterations ? $", {(iterations == 1 ? "1 iteration" : $"{iterations} iterations")} to a millionth of the distance" : "")
                + (numbers.Unique is bool unique ? unique ? ", one minimiser" : ", many minimisers" : ""));
        }

        if (verdict.Failure is DescentFailure failure)
        {
            Terminal.Print($"  {failure.Because}");
            if (failure.Fixed.Count > 0)
            {
                Terminal.Print($"    with {Wording.Of(failure.Fixed)}");
            }

            Terminal.Print($"    start {Wording.Of(failure.Start)}, where the loss is {Wording.Of(failure.AtStart)}");
            if (failure.Lower is { } lower)
            {
                Terminal.Print($"    lower at {Wording.Of(lower)}, where it is {Wording.Of(failure.AtLower ?? double.NaN)}");
            }

            if (failure.Direction is { } direction)
            {
                Terminal.Print($"    along {Wording.Of(direction)}");
            }

            if (failure.Step is double step)
            {
                Terminal.Print($"    with the step {Wording.Of(step)} the losses are {string.Join(", ", failure.Losses.Take(6).Select(Wording.Of))}{(failure.Losses.Count > 6 ? ", …" : "")}");
            }
        }

        if (verdict.Proximal is ProximalVerdict proximal)
        {
            Terminal.Print($"  proximal gradient: {Wording.Of(proximal.Verdict)} ({proximal.Map}) — {proximal.Because}");
        }

        Print(null, verdict.Tried, null);
    }

    private static void Print(Proof? proof)
    {
        if (proof is null)
        {
            return;
        }

        Terminal.Print("  proof:");
        foreach (string line in ProofText.Tree(proof, ExpressionWriter.Write).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Terminal.Print($"    {line.TrimEnd('\r')}");
        }
    }

    private static void Print(Obstacle? obstacle, IReadOnlyList<string> tried, Graph.Expr? whole)
    {
        if (obstacle is not null)
        {
            Terminal.Print($"  the rules stop at {Wording.Of(obstacle.Expression, whole!)}: {obstacle.Missing}");
        }

        if (tried.Count > 0)
        {
            Terminal.Print($"  tried: {string.Join("; ", tried)}");
        }
    }

    private static string First(Tensors.Tensor<double> value) => value.Shape.Size == 1 ? Wording.Of(value.Span[0]) : $"[{string.Join(", ", value.Span.ToArray().Take(6).Select(Wording.Of))}{(value.Shape.Size > 6 ? ", …" : "")}]";
}
