"""Makes photo.png and prints what clip.onnx says of it: needs numpy and onnx (1.23.2 was used)."""
import numpy as np, zlib, struct, onnx, pathlib
from onnx.reference import ReferenceEvaluator
HERE = pathlib.Path(__file__).parent
y,x=np.mgrid[0:32,0:32]
a=np.stack([(x*8)%256,(y*5+x)%256,(x*y)%256],-1).astype(np.uint8)
raw=b''.join(b'\0'+a[r].tobytes() for r in range(32))
def chunk(t,d): return struct.pack('>I',len(d))+t+d+struct.pack('>I',zlib.crc32(t+d))
png=b'\x89PNG\r\n\x1a\n'+chunk(b'IHDR',struct.pack('>IIBBBBB',32,32,8,2,0,0,0))+chunk(b'IDAT',zlib.compress(raw,9))+chunk(b'IEND',b'')
(HERE / 'photo.png').write_bytes(png)
M=np.array([0.48145466,0.4578275,0.40821073]);S=np.array([0.26862954,0.26130258,0.27577711])
v=((a/255.0-M)/S).transpose(2,0,1)[None].astype(np.float32)
m=onnx.load(HERE / 'clip.onnx')
names=[o.name for o in m.graph.output]
out=dict(zip(names,ReferenceEvaluator(m).run(None,{m.graph.input[0].name:v})))
e=out['embedding'].astype(float).ravel();p=out['prompts'].astype(float)
c=[100*(e@q)/np.linalg.norm(e)/np.linalg.norm(q) for q in p]
print(1/(1+np.exp(c[1]-c[0])),c)
