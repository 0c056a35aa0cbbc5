// Problems P1 to P4: is the model linear in its weights, is its loss convex, does gradient descent reach the global minimum? Proven for every value of the other names, or refuted by numbers.
// dotnet run -c Release --project samples/Verdicts
using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;
using Adjoint.Analysis.Proofs;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Language;
using Adjoint.Tensors;
using static Adjoint.Primitives.Expressions;

Variable w = new("w", [3]), y = new("y", [9]), x = new("x", [7]), shorter = new("x", [5]);
Ask("P1: one convolutional layer, squared error", new Question(SumOfSquares(x - Convolve(w, y)), w));
Ask("P2: two layers that share the kernel", new Question(SumOfSquares(shorter - Convolve(w, Convolve(w, y))), w));

Variable a = new("w", Shape.Scalar), b = new("y", Shape.Scalar), c = new("x", Shape.Scalar);
Ask("P2 of scalars with x ≤ 0 ≤ y: a verdict follows the values, not the pattern", new Question(Square(c - (a * a * b)), a)
{
    Ranges = new Dictionary<Variable, Interval> { [b] = Interval.Nonnegative, [c] = Interval.Nonpositive },
});

Variable samples = new("y", [4, 3]), weights = new("w", [3, 5]), hidden = new("u", [5, 2]), classes = new("t", [4, 5]), two = new("t", [4, 2]);
Ask("P3: softmax of an affine map, maximum likelihood", new Question(CrossEntropy(MatrixProduct(samples, weights), classes), weights) { OneHot = new HashSet<Variable> { classes } });
Ask("P3 with a hidden layer", new Question(CrossEntropy(MatrixProduct(Relu(MatrixProduct(samples, weights)), hidden), two), weights, hidden) { OneHot = new HashSet<Variable> { two } });

Variable first = new("w", [3]), last = new("v", [3]), grey = new("x", [5]);
Expr network = Convolve(last, Relu(Convolve(first, y)));
Ask("P4 in one dimension, in its last layer", new Question(SumOfSquares(grey - Relu(network)), last));
Ask("P4 without the last rectifier, in its last layer", new Question(SumOfSquares(grey - network), last));

static void Ask(string title, Question question)
{
    LinearityVerdict linearity = Analyzer.Linearity(question);
    ConvexityVerdict convexity = Analyzer.Convexity(question);
    ConvergenceVerdict descent = Converge.Of(question);
    Console.WriteLine($"{title}\n  linear? {linearity.Verdict}   convex? {convexity.Verdict}   gradient descent? {descent.Verdict}");
    if (convexity.Counterexample is { } example)
    {
        Console.WriteLine($"  half way between two points it is {example.AtMix:G5}, at the points {example.AtA:G5} and {example.AtB:G5}");
    }

    if (descent.Failure is { } failure)
    {
        Console.WriteLine($"  {failure.Because}");
    }

    if (convexity.Proof is Proof proof)
    {
        Console.Write(ProofText.Tree(proof, ExpressionWriter.Write));
    }

    Console.WriteLine();
}
