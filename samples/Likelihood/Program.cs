// Problem P3: from the joint likelihood of pictures and labels to cross-entropy, whether it is convex, and what its minimum is.
// dotnet run -c Release --project samples/Likelihood
using Adjoint.Analysis;
using Adjoint.Data;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Tensors;
using Adjoint.Training;
using static Adjoint.Primitives.Expressions;

// Points of three classes in the plane, some of them where another class is usual.
const int Count = 90, Classes = 3;
Tensor<float> points = new([Count, 2]), labels = new([Count]);
new KeyedRandom(1, "points").FillNormal(points.Span);
for (int i = 0; i < Count; i++)
{
    labels[i] = i % Classes;
    double angle = 2 * Math.PI * (i % Classes) / Classes;
    points[i, 0] += (float)(1.5 * Math.Cos(angle));
    points[i, 1] += (float)(1.5 * Math.Sin(angle));
}

// 1. The joint likelihood Π p(t | y) p(y): its logarithm is Σ log p(t | y) and a constant Σ log p(y) that no weight enters. Its negative mean is the cross-entropy.
Variable y = new("y", [Count, 2]), w = new("w", [2, Classes]), t = new("t", [Count]);
Expr probabilities = Softmax(MatrixProduct(y, w)), chosen = Sum(probabilities * OneHot(t, Classes), [1]);
Expr crossEntropy = new CrossEntropy().Build(MatrixProduct(y, w), t);
(Variable, Tensor<double>)[] at = [(y, Wide(points)), (w, new Tensor<double>([2, Classes], [1, 0, 0, 0, 1, -1])), (t, Wide(labels))];
double likelihood = 1;
foreach (double probability in chosen.Evaluate(at).Span)
{
    likelihood *= probability;
}

Console.WriteLine($"likelihood of the labels      Π p = {likelihood:E6}");
Console.WriteLine($"negative mean log likelihood      = {-Math.Log(likelihood) / Count:F12}");
Console.WriteLine($"cross-entropy                     = {crossEntropy.Evaluate(at).Span[0]:F12}");

// 2. Of an affine map it is convex in the weights; with a hidden layer it is not.
Variable rows = new("t", [Count, Classes]);
Ask("softmax of an affine map", CrossEntropy(MatrixProduct(y, w), rows), w);
Variable u = new("u", [2, 4]), v = new("v", [4, Classes]);
Ask("with a hidden layer", CrossEntropy(MatrixProduct(Relu(MatrixProduct(y, u)), v), rows), u, v);

// 3. So L-BFGS finds the global minimum, if there is one.
ArraySamples all = new(points, labels);
await Minimize("classes that overlap", all, new Sequential([2], new Dense(Classes)), 0);
ArraySamples line = new(new Tensor<float>([4, 1], [-2, -1, 1, 2]), new Tensor<float>([4], [0, 0, 1, 1]));
await Minimize("classes that a threshold tells apart", line, new Sequential([1], new Dense(2)), 0);

// 4. With a ridge, which is a Gaussian prior of the weights, there is exactly one, and every start ends there.
const double Ridge = 1e-3;
MinimizationResult first = await Minimize("separable, with a ridge", line, new Sequential([1], new Dense(2)), Ridge, seed: 1);
MinimizationResult second = await Minimize("from another start", line, new Sequential([1], new Dense(2)), Ridge, seed: 2);
Console.WriteLine($"largest difference of a weight: {first.Minimizer.Zip(second.Minimizer, (a, b) => Math.Abs(a - b)).Max():0.0e+0}");

// 5. A network reaches a stationary point, and that is all that is said of it.
await Minimize("a hidden layer", all, new Sequential([2], new Dense(4, Activation.Relu), new Dense(Classes)), Ridge);

void Ask(string title, Expr loss, params Variable[] moving)
{
    ConvexityVerdict verdict = Analyzer.Convexity(new Question(loss, moving) { OneHot = new HashSet<Variable> { rows } });
    Console.WriteLine();
    Console.WriteLine($"{title}: {verdict.Verdict}");
    Console.WriteLine(verdict.Counterexample is { } example
        ? $"  half way between two points it is {example.AtMix:G5}, at the points {example.AtA:G5} and {example.AtB:G5}"
        : $"  {verdict.Proof?.Steps.First(step => step.Gives.IsConvex && !step.Gives.IsAffine).Because}");
}

static async Task<MinimizationResult> Minimize(string title, SampleSource samples, Model model, double ridge, long seed = 1)
{
    model.Initialize(seed);
    MinimizationOptions options = new() { GradientTolerance = ridge > 0 ? ridge * 5e-7 : 1e-9, MaximumIterations = 20_000 };
    MinimizationResult result = await model.MinimizeAsync(samples, new CrossEntropy(), options, ridge);
    OptimalityVerdict verdict = Optimality.Of(model, samples, new CrossEntropy(), result, ridge);
    Console.WriteLine();
    Console.WriteLine($"{title}: loss {result.Value:G6} after {result.Iterations} iterations, gradient norm {result.GradientNorm:0.0e+0}");
    Console.WriteLine($"  global minimum? {verdict.IsGlobalMinimum?.ToString() ?? "not known"}: {verdict.Because}");
    return result;
}

static Tensor<double> Wide(Tensor<float> values) => new(values.Shape, [.. values.Span.ToArray().Select(value => (double)value)]);
