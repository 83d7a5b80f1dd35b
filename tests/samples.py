"""A small file of every kind that comes in, to be read whole and broken in every way."""

import json
import zlib

XMI = (
    '<?xml version="1.1" encoding="UTF-8"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" '
    'xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore" '
    'xmlns:t="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore" xmi:version="2.0">\n'
    '<cas:NULL xmi:id="0"/>\n<t:Token xmi:id="5" sofa="1" begin="3" end="6"/>\n'
    '<custom:Claim xmi:id="2" sofa="1" begin="3" end="6" ArgType="PER" sure="true"/>\n'
    '<custom:Rel xmi:id="3" sofa="1" begin="3" end="6" Governor="2" Dependent="2"/>\n'
    '<cas:Sofa xmi:id="1" sofaID="_InitialView" mimeType="text" sofaString="&#128512; Ada met&#10;Tom."/>\n'
    '<cas:View sofa="1" members="2"/>\n</xmi:XMI>\n'
)
TSV = (
    "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Name|sure|value\n#T_RL=webanno.custom.Rel|BT_webanno.custom.Name\n\n\n"
    "#Text=\U0001f600 Ada Byron met\n1-1\t0-2\t\U0001f600\t_\t_\t_\t\n1-2\t3-6\tAda\t*[1]\tPER[1]|X\\|Y[2]\t_\t\n"
    "1-3\t7-12\tByron\tyes[1]\tPER[1]\t1-2\t\n1-3.1\t7-9\tBy\t_\tPART\t_\t\n1-4\t13-16\tmet\t_\t_\t_\t\n\n"
    "#Text=Tom\n2-1\t17-20\tTom\t_\t*\t_\t\n"
)
GATE = (
    "<?xml version='1.0' encoding='UTF-8'?>\n<GateDocument version='3'>\n<GateDocumentFeatures><Feature><Name>source</Name>"
    "<Value>wire</Value></Feature></GateDocumentFeatures>\n<TextWithNodes>\U0001f600 <Node id='3'/>Ada<Node id='6'/> met Tom.</TextWithNodes>\n"
    "<AnnotationSet>\n<Annotation Id='0' Type='PER' StartNode='3' EndNode='6'><Feature><Name>sure</Name><Value>1</Value></Feature></Annotation>\n"
    "<Annotation Id='1' Type='Token' StartNode='3' EndNode='6'/></AnnotationSet>\n"
    "<AnnotationSet Name='Original markups'><Annotation Id='2' Type='p' StartNode='3' EndNode='6'/></AnnotationSet></GateDocument>\n"
)
BIOC = (
    "<collection><source>x</source>\n<document><id>d1</id><passage><offset>0</offset><text>\U0001f600 Ada met</text>"
    "<annotation id='1'><infon key='type'>PER</infon><infon key='identifier'>7</infon><location offset='2' length='3'/><text>Ada</text></annotation></passage>\n"
    "<passage><offset>10</offset><sentence><offset>10</offset><text>Tom.</text>"
    "<annotation id='2'><infon key='type'>PER</infon><location offset='10' length='3'/><text>Tom</text></annotation></sentence></passage>\n"
    "<relation id='R'><node refid='1'/></relation></document></collection>\n"
)
NOTED = {
    "@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "creator": {"name": "B"},
    "body": [{"type": "TextualBody", "value": "PER", "purpose": "tagging"}, {"type": "TextualBody", "value": "the first"}],
    "target": {"source": "https://x.example/texts/a.txt#p", "selector": [
        {"type": "TextQuoteSelector", "exact": "Ada"}, {"type": "TextPositionSelector", "start": 0, "end": 3}]},
}  # fmt: skip
SPAN = {"start": 0, "end": 3, "label": "PER"}
TASK = {
    "id": 1, "data": {"text": "\U0001f600 Ada met Tom.", "source": "wire"},
    "annotations": [{"completed_by": {"email": "b@x.example"}, "result": [
        {"id": "a", "type": "labels", "value": {"start": 3, "end": 6, "text": "Ada", "labels": ["PER", "X"]}},
        {"id": "b", "type": "choices", "value": {"choices": ["good"]}},
        {"id": "c", "type": "relation", "from_id": "a", "to_id": "a"}]}],
    "predictions": [{"result": [{"type": "labels", "value": {"start": 11, "end": 14, "labels": ["PER"]}}]}],
}  # fmt: skip
SAMPLES = {
    "text": ("a.txt", b"Ada met Tom."),
    "jsonl": ("a.jsonl", json.dumps({"id": "", "text": "Ada met Tom.", "title": "", "meta": {}, "status": {},
                                     "spans": [{**SPAN, "id": "s"}]}).encode()),
    "prodigy": ("a.jsonl", json.dumps({"text": "Ada met Tom.", "spans": [SPAN], "answer": "accept"}).encode()),
    "brat": ("a.ann", b"T1\tPER 0 3\tAda\n"),
    "conll": ("a.conll", b"-DOCSTART- -X- -X- O\n\nAda -X- -X- B-PER\nmet -X- -X- O\n\nTom -X- -X- B-PER\n. -X- -X- O\n"),
    "spacy_json": ("a.json", b'[["Ada met Tom.", {"entities": [[0, 3, "PER"]]}],\n ["Tom.", {"entities": []}]]\n'),
    "doccano": ("a.jsonl", b'{"text": "Ada met Tom.", "label": [[0, 3, "PER"]], "id": 1}\n'),
    "labelstudio": ("a.json", json.dumps([TASK], indent=1).encode()),
    "webanno": ("a.tsv", TSV.encode()),
    "uima": ("a.xmi", XMI.encode()),
    "gate": ("a.xml", GATE.encode()),
    "bioc": ("a.xml", BIOC.encode()),
    "w3c": ("a.json", json.dumps([NOTED], indent=1).encode()),
    "docbin": ("a.spacy", zlib.compress(b"\x80")),
}  # fmt: skip


def written(folder, kind, data=None):
    """Write the sample of a kind, or other bytes in its place, and return its path."""
    name, sample = SAMPLES[kind]
    path = folder / name
    path.write_bytes(sample if data is None else data)
    if kind in ("brat", "w3c"):
        path.with_suffix(".txt").write_text("Ada met Tom.")
    return path
