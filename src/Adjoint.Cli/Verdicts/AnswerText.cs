using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;
using Adjoint.Analysis.Proofs;
using Adjoint.Analysis.Refutation;
using Adjoint.Graph;
using Adjoint.Language;
using Adjoint.Tensors;

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
        Paragraph.Print($"{text}, in {names}");
        if (answer.Question.Expression.Shape.Size != 1)
        {
            Paragraph.Print($"  of shape {answer.Question.Expression.Shape}: judged entry by entry");
        }

        Paragraph.Print($"  domain: {answer.Convexity.Domain}");
        Print(answer.Linearity, answer.Question.Expression);
        Print(answer.Convexity, answer.Question.Expression);
        Print(answer.Descent);
    }

    /// <summary>Prints what runs of gradient descent did.</summary>
    public static void Print(Demonstration demonstration, string picture)
    {
        Paragraph.Print("");
        Paragraph.Print($"demonstration{(demonstration.Fixed.Count == 0 ? "" : $", with {Wording.Of(demonstration.Fixed)}")}");
        foreach (DescentCurve curve in demonstration.Curves)
        {
            Paragraph.Print($"  {curve.Label} (step {Wording.Of(curve.Step)}): {Wording.Of(curve.Losses[0])} → {Wording.Of(curve.Losses[^1])} in {curve.Losses.Count - 1} iterations, ends at {Wording.Of(curve.End)}");
        }

        Paragraph.Print($"plotted in {picture}");
    }

    /// <summary>Whether the infimum is attained, as the end of a sentence; nothing where there is no positive verdict.</summary>
    public static string Attained(ConvergenceVerdict verdict) => verdict.Verdict != DescentGuarantee.GlobalMinimum ? "" : verdict.Attained switch
    {
        true => ", which is attained",
        false => ", which is not attained",
        _ => "; whether a minimiser exists is not known",
    };

    /// <summary>Prints the constants of descent.</summary>
    /// <param name="numbers">The constants.</param>
    /// <param name="indent">What each line begins with.</param>
    public static void Print(ConvergenceNumbers numbers, string indent)
    {
        Paragraph.Print($"{indent}L = {Wording.Of(numbers.Lipschitz)}: {numbers.Certificate}");
        Paragraph.Print($"{indent}every step below 2/L = {Wording.Of(numbers.StepBelow)}; recommended {Wording.Of(numbers.Step)}");
        Paragraph.Print($"{indent}strong convexity {(numbers.StrongConvexity is double strong ? Wording.Of(strong) : "unknown")}, rate {(numbers.Rate is double rate ? Wording.Of(rate) : "slower than geometric, or unknown")}"
            + (numbers.Iterations(1e-6) is long iterations ? $", {(iterations == 1 ? "1 iteration" : $"{iterations} iterations")} to a millionth of the distance" : "")
            + (numbers.Unique is bool unique ? unique ? ", one minimiser" : ", many minimisers" : ""));
    }

    private static void Print(LinearityVerdict verdict, Expr whole)
    {
        Paragraph.Print("");
        Paragraph.Print($"linear? {Wording.Of(verdict.Verdict)}");
        if (verdict.Counterexample is LinearityCounterexample example)
        {
            bool atZero = verdict.Verdict == Linearity.Affine;
            Paragraph.Print(atZero ? "  it is not zero where what moves is zero:" : "  it is not affine on this line:");
            if (!atZero)
            {
                Paragraph.Print($"    u: {Wording.Of(example.U)}");
                Paragraph.Print($"    v: {Wording.Of(example.V)}");
            }

            With(example.Fixed);
            Paragraph.Print(atZero
                ? $"    f(0) = {First(example.Left)}"
                : $"    f(αu + (1 − α)v) = {First(example.Left)}, αf(u) + (1 − α)f(v) = {First(example.Right)}, α = {Wording.Of(example.Alpha)}");
        }

        Print(verdict.Verdict == Linearity.Nonlinear ? null : verdict.Proof);
        Print(verdict.Obstacle, verdict.Tried, whole);
    }

    private static void Print(ConvexityVerdict verdict, Expr whole)
    {
        Paragraph.Print("");
        string bend = verdict.Bend is Bend.Convex or Bend.Unknown ? "" : verdict.Bend == Bend.None ? " (neither convex nor concave)" : $" ({Wording.Of(verdict.Bend)})";
        Paragraph.Print($"convex? {Wording.Of(verdict.Verdict)}{bend}");
        if (verdict.Counterexample is ConvexityCounterexample example)
        {
            Paragraph.Print($"  half way from a to b {(example.Entry.Count == 0 ? "it" : $"entry [{string.Join(", ", example.Entry)}]")} lies above the chord:");
            Paragraph.Print($"    a: {Wording.Of(example.A)}");
            Paragraph.Print($"    b: {Wording.Of(example.B)}");
            With(example.Fixed);
            Paragraph.Print($"    at a {Wording.Of(example.AtA)}, at b {Wording.Of(example.AtB)}, half way {Wording.Of(example.AtMix)}: above the chord by {Wording.Of(example.Violation)}");
        }

        Print(verdict.Proof);
        Print(verdict.Obstacle, verdict.Tried, whole);
    }

    private static void Print(ConvergenceVerdict verdict)
    {
        Paragraph.Print("");
        Paragraph.Print($"does gradient descent reach the global minimum? {Wording.Of(verdict.Verdict)}{Attained(verdict)}");
        string about = "";
        foreach (ConvergenceStep step in verdict.Steps)
        {
            string expression = Wording.Of(step.Expression);
            if (expression != about)
            {
                Paragraph.Print($"  {expression}:");
                about = expression;
            }

            // The first step repeats the last of the proof of convexity.
            Paragraph.Print($"    {step.Rule}: {(step == verdict.Steps[0] ? "it is convex, as proven above" : step.Because)} ⇒ {step.Gives}");
        }

        if (verdict.Numbers is ConvergenceNumbers numbers)
        {
            Print(numbers, "  ");
        }

        if (verdict.Failure is DescentFailure failure)
        {
            Paragraph.Print($"  {failure.Because}");
            With(failure.Fixed);
            Paragraph.Print($"    start {Wording.Of(failure.Start)}, where the loss is {Wording.Of(failure.AtStart)}");
            if (failure.Lower is { } lower)
            {
                Paragraph.Print($"    lower at {Wording.Of(lower)}, where it is {Wording.Of(failure.AtLower ?? double.NaN)}");
            }

            if (failure.Direction is { } direction)
            {
                Paragraph.Print($"    along {Wording.Of(direction)}");
            }

            if (failure.Step is double step)
            {
                Paragraph.Print($"    with the step {Wording.Of(step)} the losses are {string.Join(", ", failure.Losses.Take(6).Select(Wording.Of))}{(failure.Losses.Count > 6 ? ", …" : "")}");
            }
        }

        if (verdict.Proximal is ProximalVerdict proximal)
        {
            Paragraph.Print($"  proximal gradient: {Wording.Of(proximal.Verdict)} ({proximal.Map}) — {proximal.Because}");
        }

        Print(null, verdict.Tried, null);
    }

    private static void With(IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        if (others.Count > 0)
        {
            Paragraph.Print($"    with {Wording.Of(others)}");
        }
    }

    private static void Print(Proof? proof)
    {
        if (proof is null)
        {
            return;
        }

        Paragraph.Print("  proof:");
        foreach (string line in ProofText.Tree(proof, ExpressionWriter.Write).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Paragraph.Print($"    {line.TrimEnd('\r')}");
        }
    }

    private static void Print(Obstacle? obstacle, IReadOnlyList<string> tried, Expr? whole)
    {
        if (obstacle is not null)
        {
            Paragraph.Print($"  the rules stop at {Wording.Of(obstacle.Expression, whole!)}: {obstacle.Missing}");
        }

        if (tried.Count > 0)
        {
            Paragraph.Print($"  tried: {string.Join("; ", tried)}");
        }
    }

    private static string First(Tensor<double> value) => value.Shape.Size == 1 ? Wording.Of(value.Span[0]) : Wording.Of(value);
}
